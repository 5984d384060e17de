/**
 * The tools and resources on MongoDB, through the whole gateway, on a server that speaks
 * MongoDB's protocol over real sockets.
 */
@NullMarked
package dev.mcpgateway.mongo;

import org.jspecify.annotations.NullMarked;
