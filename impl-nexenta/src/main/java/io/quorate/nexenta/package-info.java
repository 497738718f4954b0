/** The NexentaStor backend. Empty until the storage client is built. */
@NullMarked
package io.quorate.nexenta;

import org.jspecify.annotations.NullMarked;
