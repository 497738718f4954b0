package io.quorate.lab.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The header fields of a message, in order; names ignore case. */
public final class HttpHeaders {

    private record Field(String name, String value) {}

    private final List<Field> fields = new ArrayList<>();

    /** Appends a field. */
    public HttpHeaders add(String name, String value) {
        if (name.isEmpty() || hasControl(name) || hasControl(value)) {
            throw new IllegalArgumentException("not a header field: " + name.length() + " characters");
        }
        fields.add(new Field(name, value));
        return this;
    }

    /** Returns the first value of a field, or null. */
    public @Nullable String first(String name) {
        for (Field field : fields) {
            if (field.name.equalsIgnoreCase(name)) {
                return field.value;
            }
        }
        return null;
    }

    /** Returns all values of a field, in order. */
    public List<String> all(String name) {
        return fields.stream()
                .filter(f -> f.name.equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** Tells whether a comma-separated field holds the token, ignoring case. */
    public boolean hasToken(String name, String token) {
        for (String value : all(name)) {
            for (String part : value.split(",", -1)) {
                if (part.trim().toLowerCase(Locale.ROOT).equals(token)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the number of fields. */
    public int size() {
        return fields.size();
    }

    void writeTo(StringBuilder out) {
        for (Field field : fields) {
            out.append(field.name).append(": ").append(field.value).append("\r\n");
        }
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 127);
    }

    /** Names the fields, never a value: credentials travel in them. */
    @Override
    public String toString() {
        return fields.stream().map(Field::name).toList().toString();
    }
}
