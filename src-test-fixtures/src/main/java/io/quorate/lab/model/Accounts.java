package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may log in: local accounts, the same on every host but with a state of each host's own, and those of the domain. Counts wrong passwords
 * and locks out. Thread-safe.
 */
public final class Accounts {

    /** What becomes of a log-in. */
    public enum Verdict {
        WELCOME,
        WRONG_PASSWORD,
        LOCKED_OUT,
        DISABLED,
        EXPIRED,
        MUST_CHANGE
    }

    /**
     * An account that there is, at a host.
     *
     * @param name what its state goes by, {@code HV1\\Administrator} or {@code LAB\\alice}
     * @param local whether it is the host's own
     */
    public record Known(String name, Account account, boolean local) {
        /** Returns how requests name it: a local account without its host. */
        public String visitor() {
            return local ? account.user() : name;
        }
    }

    private final World world;
    private final List<Account> local;
    private final int threshold;
    private final @Nullable Domain domain;

    /**
     * @param local the accounts of every host
     * @param threshold how many wrong passwords lock a local account out; 0 for no lock-out
     * @param domain null if the hosts are in none
     */
    public Accounts(World world, List<Account> local, int threshold, @Nullable Domain domain) {
        this.world = world;
        this.local = List.copyOf(local);
        this.threshold = threshold;
        this.domain = domain;
    }

    /** Returns the domain, if the hosts are in one. */
    public Optional<Domain> domain() {
        return Optional.ofNullable(domain);
    }

    /** Returns the bare names of all accounts. */
    public List<String> users() {
        return Stream.concat(local.stream(), domain == null ? Stream.empty() : domain.users().stream())
                .map(Account::user)
                .distinct()
                .toList();
    }

    /**
     * Finds an account as a host does. Names ignore case.
     *
     * @param authority the host, {@code .}, the domain, or nothing: then the host's own account comes before the domain's
     * @param user the bare name, or {@code user@domain} with no authority
     */
    public Optional<Known> find(String host, String authority, String user) {
        int at = user.lastIndexOf('@');
        if (authority.isEmpty() && at > 0) {
            return inDomain(user.substring(at + 1), user.substring(0, at));
        }
        if (authority.equals(".") || authority.equalsIgnoreCase(host)) {
            return onHost(host, user);
        }
        return authority.isEmpty()
                ? onHost(host, user).or(() -> domain == null ? Optional.empty() : inDomain(domain.name(), user))
                : inDomain(authority, user);
    }

    /** Finds an account by {@code user}, {@code authority\\user} or {@code user@domain}. */
    public Optional<Known> find(String host, String given) {
        int backslash = given.indexOf('\\');
        return backslash < 0
                ? find(host, "", given)
                : find(host, given.substring(0, backslash), given.substring(backslash + 1));
    }

    private Optional<Known> onHost(String host, String user) {
        return isController(host)
                ? Optional.empty()
                : named(local, user).map(a -> new Known(host + "\\" + a.user(), a, true));
    }

    /** Promotion has abolished the host's own accounts. */
    private boolean isController(String host) {
        return world.find(PromotionState.key(host))
                .filter(one -> one.phase() == PromotionState.Phase.CONTROLLER)
                .isPresent();
    }

    private Optional<Known> inDomain(String authority, String user) {
        return domain == null || !domain.is(authority)
                ? Optional.empty()
                : named(domain.users(), user).map(a -> new Known(domain.netBios() + "\\" + a.user(), a, false));
    }

    private static Optional<Account> named(List<Account> accounts, String user) {
        return accounts.stream().filter(a -> a.user().equalsIgnoreCase(user)).findFirst();
    }

    /** Says that somebody has tried a password, and returns what comes of it. */
    public Verdict tried(Known known, boolean right) {
        return world.change("a log-in as " + known.name() + (right ? "" : " with a wrong password"), () -> {
            AccountState before = state(known);
            if (before.lockedOut()) {
                return Verdict.LOCKED_OUT;
            }
            int limit = known.local() || domain == null ? threshold : domain.threshold();
            if (!right || before.bad() > 0) {
                world.put(AccountState.key(known.name()), before.tried(right, limit));
            }
            return right ? allowed(before) : Verdict.WRONG_PASSWORD;
        });
    }

    /** Tells whether an account that has proven itself may come in. */
    public Verdict allowed(Known known) {
        return allowed(state(known));
    }

    private static Verdict allowed(AccountState state) {
        if (state.lockedOut()) {
            return Verdict.LOCKED_OUT;
        }
        if (state.disabled()) {
            return Verdict.DISABLED;
        }
        if (state.expired()) {
            return Verdict.EXPIRED;
        }
        return state.mustChange() ? Verdict.MUST_CHANGE : Verdict.WELCOME;
    }

    /** Returns what has become of an account. */
    public AccountState state(Known known) {
        return world.find(AccountState.key(known.name())).orElse(AccountState.fresh(known.name()));
    }

    /** Does something to an account. */
    public void change(Known known, String what, UnaryOperator<AccountState> change) {
        world.change(what, () -> world.put(AccountState.key(known.name()), change.apply(state(known))));
    }
}
