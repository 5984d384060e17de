/**
 * Tools and resources on an S3 object store.
 */
@NullMarked
package dev.mcpgateway.s3;

import org.jspecify.annotations.NullMarked;
