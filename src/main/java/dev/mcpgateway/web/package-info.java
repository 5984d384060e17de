/**
 * What the HTTP faces share: bounded bodies, streams of lines, and failures as problems.
 */
@NullMarked
package dev.mcpgateway.web;

import org.jspecify.annotations.NullMarked;
