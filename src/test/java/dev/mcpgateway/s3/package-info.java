/**
 * The object store's tools and resources, through the whole gateway, on an S3-protocol
 * server over real sockets.
 */
@NullMarked
package dev.mcpgateway.s3;

import org.jspecify.annotations.NullMarked;
