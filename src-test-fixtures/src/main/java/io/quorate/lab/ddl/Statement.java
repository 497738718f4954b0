package io.quorate.lab.ddl;

/** A statement, parsed. */
public interface Statement {}
