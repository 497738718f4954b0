package io.quorate.cluster;

/** What happens to groups that a drain moved away, when their node resumes. */
public enum Failback {
    /** They stay where they are. */
    NONE("NoFailback"),
    /** They come back at once. */
    IMMEDIATE("Immediate"),
    /** Each follows its own failback policy. */
    POLICY("Policy");

    private final String word;

    Failback(String word) {
        this.word = word;
    }

    /** Returns Windows' word. */
    public String word() {
        return word;
    }
}
