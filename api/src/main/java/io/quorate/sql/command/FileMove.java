package io.quorate.sql.command;

/**
 * Where a file of a database goes when it is restored.
 *
 * @param file its logical name
 * @param path its path on the instance
 */
public record FileMove(String file, String path) {
    public FileMove {
        Inputs.checkName("file", file);
        Inputs.checkPath("path", path);
    }
}
