package io.quorate.lab.model;

import io.quorate.Secret;

/**
 * A local account, the same on every host.
 *
 * @param user name without domain
 * @param password its password; never printed
 * @param administrator whether it is a member of Administrators
 */
public record Account(String user, Secret password, boolean administrator) {}
