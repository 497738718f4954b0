package io.quorate.lab;

/** A running lab. */
public final class Lab {
    private Lab() {}
}
