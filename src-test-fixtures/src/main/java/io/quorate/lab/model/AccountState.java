package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;

/**
 * What has become of an account. There is none of an account that nobody has touched.
 *
 * @param name {@code HV1\\Administrator} or {@code LAB\\alice}
 * @param bad wrong passwords since the last right one
 * @param lockedOut whether it refuses even the right one
 * @param disabled whether an administrator has switched it off
 * @param expired whether its time is over
 * @param mustChange whether its password has to be changed before it is good for anything
 */
public record AccountState(
        String name, int bad, boolean lockedOut, boolean disabled, boolean expired, boolean mustChange) {

    /** Returns the entity's key. */
    public static Key<AccountState> key(String name) {
        return new Key<>(AccountState.class, "account/" + name);
    }

    static AccountState fresh(String name) {
        return new AccountState(name, 0, false, false, false, false);
    }

    AccountState tried(boolean right, int threshold) {
        int count = right ? 0 : bad + 1;
        boolean out = lockedOut || threshold > 0 && count >= threshold;
        return new AccountState(name, count, out, disabled, expired, mustChange);
    }

    public AccountState unlocked() {
        return new AccountState(name, 0, false, disabled, expired, mustChange);
    }

    public AccountState withDisabled(boolean value) {
        return new AccountState(name, bad, lockedOut, value, expired, mustChange);
    }

    public AccountState withExpired(boolean value) {
        return new AccountState(name, bad, lockedOut, disabled, value, mustChange);
    }

    public AccountState withMustChange(boolean value) {
        return new AccountState(name, bad, lockedOut, disabled, expired, value);
    }
}
