package io.quorate.lab.session;

/** What a session lets its client say beyond structured commands. */
public enum LanguageMode {
    /** An ordinary session. */
    FULL("FullLanguage", 0),
    /** A session without a language: variables may not be named by common parameters. */
    NO_LANGUAGE("NoLanguage", 2),
    /** A session that calls no methods of types that are not the core's, setters included. */
    CONSTRAINED("ConstrainedLanguage", 3);

    private final String word;
    private final int number;

    LanguageMode(String word, int number) {
        this.word = word;
        this.number = number;
    }

    /** Returns PowerShell's word for it. */
    public String word() {
        return word;
    }

    /** Returns PowerShell's number. */
    int number() {
        return number;
    }

    /** Finds one by PowerShell's word; the ordinary one for any other. */
    public static LanguageMode of(String word) {
        for (LanguageMode mode : values()) {
            if (mode.word.equalsIgnoreCase(word)) {
                return mode;
            }
        }
        return FULL;
    }
}
