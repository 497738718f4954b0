package io.quorate.sql;

import java.util.Objects;

/**
 * One difference of a log-in between the instance that is compared with and another. Holds no password and no hash.
 *
 * @param host the other instance's host, as the endpoint names it
 * @param login the log-in
 * @param aspect in what it differs
 * @param wanted how it is at the instance that is compared with; empty if there is nothing, or a secret
 * @param found how it is at the other; empty if there is nothing, or a secret
 */
public record LoginDifference(String host, String login, LoginAspect aspect, String wanted, String found) {
    public LoginDifference {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(aspect, "aspect");
        Objects.requireNonNull(wanted, "wanted");
        Objects.requireNonNull(found, "found");
    }
}
