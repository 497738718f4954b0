package io.quorate.lab;

import io.quorate.lab.model.AccountState;
import io.quorate.lab.model.Accounts;
import java.util.function.UnaryOperator;

/** An account of the lab, as its administrator sees it. Thread-safe. */
public final class LabAccount {
    private final Accounts accounts;
    private final Accounts.Known known;

    LabAccount(Accounts accounts, Accounts.Known known) {
        this.accounts = accounts;
        this.known = known;
    }

    /** Returns {@code HV1\\Administrator} or {@code LAB\\alice}. */
    public String name() {
        return known.name();
    }

    /** Returns how many wrong passwords were tried since the last right one. */
    public int wrongPasswords() {
        return accounts.state(known).bad();
    }

    /** Tells whether it refuses even the right password. */
    public boolean lockedOut() {
        return accounts.state(known).lockedOut();
    }

    /** Ends a lock-out. */
    public void unlock() {
        change("unlocked", AccountState::unlocked);
    }

    /** Switches the account off, or on again. */
    public void disabled(boolean value) {
        change(value ? "disabled" : "enabled", s -> s.withDisabled(value));
    }

    /** Says whether the account's time is over. */
    public void expired(boolean value) {
        change(value ? "expired" : "valid again", s -> s.withExpired(value));
    }

    /** Says whether the password must be changed before the next log-in. */
    public void mustChangePassword(boolean value) {
        change(value ? "must change its password" : "keeps its password", s -> s.withMustChange(value));
    }

    private void change(String what, UnaryOperator<AccountState> change) {
        accounts.change(known, "the account " + known.name() + " " + what, change);
    }

    @Override
    public String toString() {
        return known.name();
    }
}
