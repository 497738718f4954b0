/**
 * What crosses backends, such as sharing a disk: built from the clients of the other packages, never from anything below them.
 */
@NullMarked
package io.quorate.flow;

import org.jspecify.annotations.NullMarked;
