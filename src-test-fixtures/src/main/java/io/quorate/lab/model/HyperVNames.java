package io.quorate.lab.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** What Windows makes of names, paths and sizes before it uses them, and which of them it refuses. Written apart from the client's. */
final class HyperVNames {
    private static final int MOST_NAME = 100;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    private HyperVNames() {}

    /**
     * Writes a path as Windows does when it takes one: slashes turned, separators joined, {@code .} and {@code ..} resolved, dots and blanks at a
     * component's end dropped, none at the path's end. Verbatim paths stay as they are.
     *
     * @throws Refusal for a stream, and for what is no full path on a drive
     */
    static String path(String given) {
        char[] chars = given.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            if (chars[i] == '/') {
                chars[i] = '\\';
            }
        }
        String turned = new String(chars);
        if (turned.startsWith("\\\\?\\") || turned.startsWith("\\\\.\\")) {
            return turned;
        }
        boolean full = turned.length() > 2
                && Character.isLetter(turned.charAt(0))
                && turned.charAt(1) == ':'
                && turned.charAt(2) == '\\';
        if (!full) {
            throw new Refusal(Refusal.Reason.PATH_NOT_FOUND, given);
        }
        Deque<String> kept = new ArrayDeque<>();
        for (String part : turned.substring(3).split("\\\\+")) {
            if (part.indexOf(':') >= 0) {
                throw new Refusal(Refusal.Reason.INVALID_PARAMETER, given);
            }
            if (part.equals("..")) {
                kept.pollLast();
            } else if (!part.equals(".") && !withoutTail(part).isEmpty()) {
                kept.addLast(withoutTail(part));
            }
        }
        return turned.substring(0, 3) + String.join("\\", kept);
    }

    /** The folder of a machine below the one that was given. What becomes of a name that no folder can have is left open. */
    static String folder(String below, String machine) {
        String name = withoutTail(machine);
        String parent = below.endsWith("\\") ? below : below + "\\";
        return parent + (name.isEmpty() ? "_" : name);
    }

    private static String withoutTail(String part) {
        int end = part.length();
        while (end > 0 && " .".indexOf(part.charAt(end - 1)) >= 0) {
            end -= 1;
        }
        return part.substring(0, end);
    }

    static void requireName(String name) {
        if (name.isBlank() || name.length() > MOST_NAME) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, name);
        }
    }

    static void requireMemory(long bytes, String of) {
        if (bytes < 32 * MIB || bytes > 12L << 40 || bytes % (2 * MIB) != 0) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, of);
        }
    }

    static void requireDisk(String file, long bytes) {
        boolean old = file.length() > 4 && file.regionMatches(true, file.length() - 4, ".vhd", 0, 4);
        long most = old ? 2040 * GIB : 64L << 40;
        if (bytes < 3 * MIB || bytes > most || bytes % 512 != 0) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, file);
        }
    }

    /** The name of a cluster that is given by its name or by its object's distinguished name. */
    static String cluster(String given) {
        String name = given;
        if (given.contains("=")) {
            try {
                List<Rdn> parts = new ArrayList<>(new LdapName(given).getRdns());
                Rdn own = parts.isEmpty() ? null : parts.get(parts.size() - 1);
                if (own == null || parts.size() < 2 || !own.getType().equalsIgnoreCase("cn")) {
                    throw new Refusal(Refusal.Reason.INVALID_PARAMETER, given);
                }
                name = String.valueOf(own.getValue());
            } catch (InvalidNameException e) {
                throw new Refusal(Refusal.Reason.INVALID_PARAMETER, given);
            }
        }
        boolean odd = false;
        for (char c : name.toCharArray()) {
            odd |= Character.isISOControl(c) || "\"/\\[]:|<>+=;,?*".indexOf(c) >= 0;
        }
        if (odd || name.isBlank() || !name.trim().equals(name) || name.length() > 15) {
            throw new Refusal(Refusal.Reason.INVALID_PARAMETER, given);
        }
        return name;
    }
}
