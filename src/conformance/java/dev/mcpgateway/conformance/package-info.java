/**
 * What the official conformance suite asks a server to offer, under the Spring profile
 * {@code conformance}: the names and texts are the suite's. No part of the packaged
 * gateway; {@code conformance/run.sh} adds it.
 */
@NullMarked
package dev.mcpgateway.conformance;

import org.jspecify.annotations.NullMarked;
