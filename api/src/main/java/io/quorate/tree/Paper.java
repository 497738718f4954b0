package io.quorate.tree;

import io.quorate.Secret;

/** What a tree is made for: decides how the values look that are not shown as they are everywhere. */
public interface Paper {

    /** Returns what stands for a secret. */
    Object secret(Secret secret, At at);

    /** Returns what stands for bytes. */
    Object bytes(byte[] bytes);

    /** Returns what stands for a value of a type that has no form of its own. */
    Object other(Object value, At at);
}
