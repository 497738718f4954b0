package io.quorate.directory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Service principal names that are needed, compared with those that are there. Does no I/O.
 *
 * @param missing needed, and on no account
 * @param misplaced needed, and on another account alone
 * @param duplicates on more than one account, needed or not: Kerberos fails for all of them
 */
public record ServiceNameDiff(List<ServiceName> missing, List<Misplaced> misplaced, List<Duplicate> duplicates) {

    /**
     * A name on the wrong account.
     *
     * @param needed the name and the account it is needed on
     * @param actual the account it stands on
     */
    public record Misplaced(ServiceName needed, String actual) {}

    /**
     * A name on several accounts.
     *
     * @param name the name
     * @param accounts the accounts
     */
    public record Duplicate(String name, List<String> accounts) {
        public Duplicate {
            accounts = List.copyOf(accounts);
        }
    }

    public ServiceNameDiff {
        missing = List.copyOf(missing);
        misplaced = List.copyOf(misplaced);
        duplicates = List.copyOf(duplicates);
    }

    /**
     * Compares; the case does not matter.
     *
     * @param needed what is needed
     * @param accounts every account of the forest that has service principal names
     */
    public static ServiceNameDiff of(List<ServiceName> needed, List<NamedAccount> accounts) {
        List<ServiceName> missing = new ArrayList<>();
        List<Misplaced> misplaced = new ArrayList<>();
        for (ServiceName one : needed) {
            List<NamedAccount> holders =
                    accounts.stream().filter(account -> account.has(one.name())).toList();
            if (holders.isEmpty()) {
                missing.add(one);
            } else if (holders.stream().noneMatch(holder -> holder.isNamed(one.account()))) {
                misplaced.add(new Misplaced(one, holders.get(0).account()));
            }
        }
        return new ServiceNameDiff(missing, misplaced, duplicates(accounts));
    }

    private static List<Duplicate> duplicates(List<NamedAccount> accounts) {
        Map<String, String> spelled = new LinkedHashMap<>();
        Map<String, List<String>> holders = new LinkedHashMap<>();
        for (NamedAccount account : accounts) {
            for (String name : account.serviceNames()) {
                String key = name.toLowerCase(Locale.ROOT);
                spelled.putIfAbsent(key, name);
                List<String> known = holders.computeIfAbsent(key, any -> new ArrayList<>());
                if (!known.contains(account.account())) {
                    known.add(account.account());
                }
            }
        }
        List<Duplicate> duplicates = new ArrayList<>();
        spelled.forEach((key, name) -> {
            List<String> known = holders.getOrDefault(key, List.of());
            if (known.size() > 1) {
                duplicates.add(new Duplicate(name, known));
            }
        });
        return duplicates;
    }

    /** Tells whether all that is needed is there, each name once. */
    public boolean isEmpty() {
        return missing.isEmpty() && misplaced.isEmpty() && duplicates.isEmpty();
    }
}
