package io.quorate.sql;

import io.quorate.Size;
import java.util.Objects;

/**
 * A file of a database.
 *
 * @param name its logical name
 * @param path where it is
 * @param type in the view's words: {@code ROWS}, {@code LOG}, {@code FILESTREAM}
 * @param size how big it is
 */
public record DatabaseFile(String name, String path, String type, Size size) {
    public DatabaseFile {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(size, "size");
    }

    /** Returns the directory it is in, without a separator at the end. */
    public String directory() {
        int cut = Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
        return cut < 0 ? "" : path.substring(0, cut);
    }

    /** Tells whether it holds log. */
    public boolean log() {
        return type.equalsIgnoreCase("LOG");
    }
}
