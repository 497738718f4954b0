package io.quorate.lab.winrm;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files that clients put on a host: paths and bytes, nothing of Windows' own. Names ignore case. Thread-safe. */
final class HostFiles {
    /** What all files of a host may hold together. */
    static final int CAPACITY = 64 << 20;

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:\\\\.*");

    private final Object lock = new Object();
    private final Set<String> folders = new HashSet<>();
    private final Map<String, byte[]> files = new HashMap<>();
    private long held;

    /** @param users whose profile folders there are */
    HostFiles(List<String> users) {
        createFolder("C:\\Windows\\TEMP");
        createFolder("C:\\Windows\\System32");
        users.forEach(user -> createFolder(temp(user)));
    }

    static String profile(String user) {
        return "C:\\Users\\" + user.substring(user.lastIndexOf('\\') + 1);
    }

    static String temp(String user) {
        return profile(user) + "\\AppData\\Local\\Temp";
    }

    /**
     * Returns the full path as Windows spells it; null if it is none on a drive.
     *
     * @param folder where a relative path begins
     */
    static @Nullable String full(String path, String folder) {
        String text = path.replace('/', '\\');
        if (text.isEmpty() || text.startsWith("\\\\") || text.matches("[A-Za-z]:(?!\\\\).*")) {
            return null;
        }
        if (text.startsWith("\\")) {
            text = folder.substring(0, 2) + text;
        } else if (!DRIVE.matcher(text).matches()) {
            text = folder + "\\" + text;
        }
        Deque<String> parts = new ArrayDeque<>();
        for (String part : text.substring(3).split("\\\\+")) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                if (part.chars().anyMatch(c -> c < ' ' || "<>:\"|?*".indexOf(c) >= 0)) {
                    return null;
                }
                String kept = part.replaceAll("[. ]+$", "");
                if (!kept.isEmpty()) {
                    parts.add(kept);
                }
            }
        }
        return text.substring(0, 3) + String.join("\\", parts);
    }

    private static String key(String path) {
        return path.toLowerCase(Locale.ROOT);
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('\\');
        return slash <= 2 ? path.substring(0, 3) : path.substring(0, slash);
    }

    /** Creates a folder and those above it. */
    void createFolder(String path) {
        synchronized (lock) {
            String folder = path;
            while (folders.add(key(folder)) && folder.length() > 3) {
                folder = parent(folder);
            }
        }
    }

    boolean isFolder(String path) {
        synchronized (lock) {
            return folders.contains(key(path));
        }
    }

    /** Returns what a file holds; null if there is none. */
    byte @Nullable [] read(String path) {
        synchronized (lock) {
            byte[] bytes = files.get(key(path));
            return bytes == null ? null : bytes.clone();
        }
    }

    /** Writes a file, or appends to it; tells whether there was room. Its folder must exist. */
    boolean write(String path, byte[] bytes, boolean append) {
        synchronized (lock) {
            if (!folders.contains(key(parent(path))) || folders.contains(key(path))) {
                throw new IllegalArgumentException("no folder for a file");
            }
            byte[] old = files.getOrDefault(key(path), new byte[0]);
            long change = bytes.length - (append ? 0L : old.length);
            if (held + change > CAPACITY) {
                return false;
            }
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            if (append) {
                whole.writeBytes(old);
            }
            whole.writeBytes(bytes);
            files.put(key(path), whole.toByteArray());
            held += change;
            return true;
        }
    }

    void delete(String path) {
        synchronized (lock) {
            byte[] gone = files.remove(key(path));
            held -= gone == null ? 0 : gone.length;
        }
    }
}
