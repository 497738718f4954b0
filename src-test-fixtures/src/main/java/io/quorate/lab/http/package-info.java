/**
 * HTTP/1.1 and TLS for the lab's faces: listeners that can lose power, connections that can be reset, a certificate authority of the lab.
 *
 * <p>Knows nothing of what is carried. Threads are daemons named {@code quorate-lab-...} and gone when their listener is closed.
 */
@NullMarked
package io.quorate.lab.http;

import org.jspecify.annotations.NullMarked;
