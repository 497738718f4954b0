/** The few unchecked exceptions of Quorate. Their message alone lets an administrator act. */
@NullMarked
package io.quorate.error;

import org.jspecify.annotations.NullMarked;
