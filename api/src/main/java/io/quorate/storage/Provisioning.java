package io.quorate.storage;

/** Whether a volume's space is set aside for it. */
public enum Provisioning {
    /** Space is taken when it is written; the pool may run full under it. */
    THIN,
    /** All of it is reserved. */
    THICK
}
