package io.quorate.winrm.recipe.host;

/** WQL, the language of CIM filters: conditions, and the one way to write a text in them. */
final class Wql {
    private Wql() {}

    /** A property that has the text, ignoring case. */
    static String equal(String property, String text) {
        return property + " = '" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
