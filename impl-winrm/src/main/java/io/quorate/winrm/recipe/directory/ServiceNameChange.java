package io.quorate.winrm.recipe.directory;

import io.quorate.directory.NamedAccount;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What adding and removing a service principal name have in common. {@code Set-ADObject} takes accounts of every kind. */
final class ServiceNameChange {
    private static final String NAMES = "servicePrincipalName";

    /**
     * What was seen.
     *
     * @param account the account; null if there is none
     * @param place where it stands
     * @param holders those that the name stands on
     */
    record Seen(@Nullable String account, String place, List<NamedAccount> holders) {
        boolean stands() {
            String named = account;
            if (named == null) {
                return false;
            }
            for (NamedAccount one : holders) {
                if (one.isNamed(named)) {
                    return true;
                }
            }
            return false;
        }

        /** Returns the others that the name stands on. */
        List<String> others() {
            return holders.stream()
                    .map(NamedAccount::account)
                    .filter(one -> !one.equalsIgnoreCase(account))
                    .toList();
        }
    }

    private ServiceNameChange() {}

    private static Line objects(String filter) {
        return Cmdlet.GET_AD_OBJECT
                .line()
                .with("LDAPFilter", filter)
                .with("Properties", List.of(NAMES, "sAMAccountName"))
                .with("Server", ReplicationReads.ITSELF);
    }

    static Seen read(String name, String account, WindowsHost host) {
        List<NamedAccount> found = NameReads.accounts(host.powerShell()
                .run(Line.message(objects("(|(sAMAccountName=" + ComputerReads.escape(account) + ")(" + NAMES + "="
                                + ComputerReads.escape(name) + "))")
                        .select(NameReads.PROPERTIES))));
        List<NamedAccount> holders = found.stream().filter(one -> one.has(name)).toList();
        return found.stream()
                .filter(one -> one.isNamed(account))
                .findFirst()
                .map(one -> new Seen(one.account(), one.distinguishedName(), holders))
                .orElseGet(() -> new Seen(null, "", holders));
    }

    static Seen unseen(String account) {
        return new Seen(account, "CN=" + account, List.of());
    }

    static void requireAccount(Seen seen, String account) {
        if (seen.account() == null) {
            throw Answers.notFound("the directory has no account " + account);
        }
    }

    static PsPipeline message(Seen seen, String how, String name) {
        return Line.message(Line.statement(Cmdlet.SET_AD_OBJECT
                .line()
                .with("Identity", seen.place())
                .withUnder(how, NAMES, name)
                .with("Server", ReplicationReads.ITSELF)
                .unasked()));
    }
}
