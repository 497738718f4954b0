/** The NexentaStor backend: the scheme {@code nexenta}, REST of version 5 (NEF). Found by ServiceLoader. */
@NullMarked
package io.quorate.nexenta;

import org.jspecify.annotations.NullMarked;
