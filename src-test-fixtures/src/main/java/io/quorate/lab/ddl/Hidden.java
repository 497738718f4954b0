package io.quorate.lab.ddl;

/** A password within a statement. Prints none. */
public record Hidden(String value) {

    @Override
    public String toString() {
        return "<hidden>";
    }
}
