/**
 * Records as trees of maps, lists, texts, whole numbers and truth values, component by component, and back. What the audit log keeps of a
 * command and what a plan writes of it are made here, and nowhere else. Knows no subject and no text format.
 */
@NullMarked
package io.quorate.tree;

import org.jspecify.annotations.NullMarked;
