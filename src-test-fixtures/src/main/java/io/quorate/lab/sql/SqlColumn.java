package io.quorate.lab.sql;

/**
 * A column of a result.
 *
 * @param name empty if it has none
 */
public record SqlColumn(String name, SqlType type) {}
