package io.quorate.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Spells IPv6 addresses in the one way that RFC 5952 has. Asks nobody. */
final class Ipv6 {
    private static final int GROUPS = 8;
    private static final int LONGEST = 45;
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final Pattern BYTE = Pattern.compile("25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9]");

    private Ipv6() {}

    /**
     * Returns its one spelling.
     *
     * @throws IllegalArgumentException if it is no IPv6 address, or has a zone
     */
    static String spelled(String address) {
        int[] groups = parse(address);
        int best = -1;
        int most = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > most) {
                best = i;
                most = end - i;
            }
            i = Math.max(i, end - 1);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == best) {
                text.append("::");
                i += most - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]).toLowerCase(Locale.ROOT));
            }
        }
        return text.toString();
    }

    private static int[] parse(String address) {
        int gap = address.indexOf("::");
        if (address.length() > LONGEST || gap >= 0 && address.indexOf("::", gap + 1) >= 0) {
            throw none(address);
        }
        List<Integer> before = groups(address, gap < 0 ? address : address.substring(0, gap), gap < 0);
        List<Integer> after = gap < 0 ? List.of() : groups(address, address.substring(gap + 2), true);
        int count = before.size() + after.size();
        if (gap < 0 ? count != GROUPS : count >= GROUPS) {
            throw none(address);
        }
        int[] all = new int[GROUPS];
        for (int i = 0; i < before.size(); i++) {
            all[i] = before.get(i);
        }
        for (int i = 0; i < after.size(); i++) {
            all[GROUPS - after.size() + i] = after.get(i);
        }
        return all;
    }

    private static List<Integer> groups(String address, String part, boolean last) {
        List<Integer> groups = new ArrayList<>();
        if (part.isEmpty()) {
            return groups;
        }
        String[] words = part.split(":", -1);
        for (int i = 0; i < words.length; i++) {
            if (last && i == words.length - 1 && words[i].indexOf('.') >= 0) {
                String[] bytes = words[i].split("\\.", -1);
                for (String one : bytes) {
                    if (bytes.length != 4 || !BYTE.matcher(one).matches()) {
                        throw none(address);
                    }
                }
                groups.add(Integer.parseInt(bytes[0]) << 8 | Integer.parseInt(bytes[1]));
                groups.add(Integer.parseInt(bytes[2]) << 8 | Integer.parseInt(bytes[3]));
            } else if (GROUP.matcher(words[i]).matches()) {
                groups.add(Integer.parseInt(words[i], 16));
            } else {
                throw none(address);
            }
        }
        return groups;
    }

    private static IllegalArgumentException none(String address) {
        return new IllegalArgumentException("a DNS server is given by its address: '" + address + "'");
    }
}
