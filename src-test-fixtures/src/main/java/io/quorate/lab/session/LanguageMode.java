package io.quorate.lab.session;

/** What a session lets its client say beyond structured commands. */
public enum LanguageMode {
    /** An ordinary session. */
    FULL,
    /** A session without a language: variables may not be named by common parameters. */
    NO_LANGUAGE
}
