package io.quorate.lab.model;

/** A host's power, from the plug to Windows. */
public enum Power {
    OFF,
    /** Firmware self-test. */
    POST,
    /** Windows starts; nothing answers yet. */
    BOOTING,
    /** Windows runs; its services start. */
    UP
}
