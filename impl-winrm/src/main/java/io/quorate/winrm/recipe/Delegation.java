package io.quorate.winrm.recipe;

/** Whether a command acts on another machine and so needs a session whose token may be passed on (the second hop). */
public enum Delegation {
    /** It acts on the host it runs on. */
    NONE,
    /** It is tried as it is; access denied sends it to the delegated endpoint. */
    FALLBACK,
    /** It always needs the delegated endpoint; without one it fails before anything is sent. */
    ALWAYS
}
