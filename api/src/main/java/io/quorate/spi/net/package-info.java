/**
 * What the wires share: TLS, sockets, the reading of network failures, options. For the backends of this project alone.
 */
@NullMarked
package io.quorate.spi.net;

import org.jspecify.annotations.NullMarked;
