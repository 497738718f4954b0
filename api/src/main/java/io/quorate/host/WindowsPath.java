package io.quorate.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path as Windows reads it: what it means, not how it is spelled.
 *
 * <p>Windows turns {@code /} into {@code \}, takes several separators for one, resolves {@code .} and {@code ..}, drops the dots and blanks at
 * a component's end and ignores case (vendor documentation "File path formats on Windows systems"; that dots and blanks go from every component,
 * not from the last alone, is an assumption). Two full paths on a drive are compared by that. What cannot be compared as text is
 * {@linkplain Likeness#UNKNOWN unknown}: 8.3 names ({@code PROGRA~1}), {@code \\?\} and {@code \\.\}, shares, and what is no full path. A
 * junction cannot be told from a folder by its name; where one may be in the way, prove by something else. Immutable.
 */
public final class WindowsPath {
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:");
    private static final Pattern SHORT_NAME = Pattern.compile(".*~[0-9].*");
    private static final String FORBIDDEN = "<>:\"/\\|?*";
    private static final Set<String> DEVICES = Set.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$");
    private static final Pattern NUMBERED_DEVICE = Pattern.compile("(COM|LPT)[0-9\u00B9\u00B2\u00B3]");
    private static final int LONGEST_COMPONENT = 255;

    private final String text;
    private final String root;
    private final List<String> components;
    private final boolean comparable;

    private WindowsPath(String text, String root, List<String> components, boolean comparable) {
        this.text = text;
        this.root = root;
        this.components = List.copyOf(components);
        this.comparable = comparable;
    }

    /** What can be said of two paths. */
    public enum Likeness {
        /** They mean the same place. */
        SAME,
        /** As full paths on drives they mean two places. */
        DIFFERENT,
        /** As text they cannot be compared. */
        UNKNOWN
    }

    /**
     * Takes a path that is to be written somewhere.
     *
     * @throws IllegalArgumentException if Windows would read it differently from one folder, or drive, to the next (it is relative, to a drive, or
     *     to a root), if it names a stream, a device or nothing at all, or holds a character that no file's name has
     */
    public static WindowsPath of(String text) {
        Objects.requireNonNull(text, "text");
        if (text.isBlank()) {
            throw wrong(text, "it is empty");
        }
        if (text.chars().anyMatch(c -> c < ' ')) {
            throw wrong(text.replaceAll("\\p{Cntrl}", "?"), "it holds a control character");
        }
        String path = text.replace('/', '\\');
        boolean verbatim = path.startsWith("\\\\?\\") || path.startsWith("\\\\.\\");
        if (!verbatim && !path.startsWith("\\\\")) {
            checkRoot(text, path);
        }
        String rest = verbatim ? path.substring(4) : path;
        int begin = rest.length() >= 2 && DRIVE.matcher(rest.substring(0, 2)).matches() ? 2 : 0;
        for (String component : rest.substring(begin).split("\\\\")) {
            checkComponent(text, component);
        }
        return read(text);
    }

    private static void checkRoot(String text, String path) {
        if (path.startsWith("\\")) {
            throw wrong(text, "it lacks a drive, as in C:\\VMs");
        }
        if (path.length() < 2 || !DRIVE.matcher(path.substring(0, 2)).matches()) {
            throw wrong(text, "it is relative; begin with a drive, as in C:\\VMs");
        }
        if (path.length() == 2 || path.charAt(2) != '\\') {
            throw wrong(text, "it is relative to the folder that the drive happens to be in; write C:\\VMs, not C:VMs");
        }
    }

    private static void checkComponent(String text, String component) {
        if (component.indexOf(':') >= 0) {
            throw wrong(text, "a colon after the drive names a stream of a file");
        }
        if (component.equals(".") || component.equals("..") || component.isEmpty()) {
            return;
        }
        String why = whyNoName(trimmed(component));
        if (why != null) {
            throw wrong(text, "'" + component + "' " + why);
        }
    }

    /** Reads a path that came from Windows or from elsewhere; there is none that it refuses. */
    public static WindowsPath read(String text) {
        String path = text.replace('/', '\\');
        boolean full = path.length() >= 3 && DRIVE.matcher(path.substring(0, 2)).matches() && path.charAt(2) == '\\';
        if (!full) {
            return new WindowsPath(text, "", List.of(), false);
        }
        List<String> components = new ArrayList<>();
        boolean comparable = true;
        for (String component : path.substring(3).split("\\\\")) {
            if (component.equals("..")) {
                if (!components.isEmpty()) {
                    components.remove(components.size() - 1);
                }
            } else if (!component.isEmpty() && !component.equals(".")) {
                String name = trimmed(component);
                comparable &= !name.isEmpty()
                        && name.indexOf(':') < 0
                        && !SHORT_NAME.matcher(name).matches();
                components.add(name);
            }
        }
        return new WindowsPath(text, path.substring(0, 3).toUpperCase(Locale.ROOT), components, comparable);
    }

    /** Compares two paths as they were written. */
    public static Likeness compare(String one, String other) {
        return read(one).compare(read(other));
    }

    /** Tells whether a text can be the name of one file or folder: no path, nothing forbidden, no device, no dot or blank at its end. */
    public static boolean isName(String text) {
        return whyNoName(text) == null;
    }

    private static @Nullable String whyNoName(String name) {
        if (name.isBlank()) {
            return "is no name";
        }
        if (name.length() > LONGEST_COMPONENT) {
            return "has more than " + LONGEST_COMPONENT + " characters";
        }
        if (name.chars().anyMatch(c -> c < ' ' || FORBIDDEN.indexOf(c) >= 0)) {
            return "holds a character that no file's name has";
        }
        if (!trimmed(name).equals(name)) {
            return "ends with a dot or a blank, which Windows drops";
        }
        int dot = name.indexOf('.');
        String base = trimmed(dot < 0 ? name : name.substring(0, dot)).toUpperCase(Locale.ROOT);
        return DEVICES.contains(base) || NUMBERED_DEVICE.matcher(base).matches() ? "is a device" : null;
    }

    /** Compares what two paths mean. */
    public Likeness compare(WindowsPath other) {
        if (!comparable || !other.comparable) {
            return Likeness.UNKNOWN;
        }
        return root.equals(other.root) && same(components, other.components) ? Likeness.SAME : Likeness.DIFFERENT;
    }

    /** Tells whether this path lies somewhere below a folder; unknown where the two cannot be compared. */
    public Likeness below(WindowsPath folder) {
        if (!comparable || !folder.comparable) {
            return Likeness.UNKNOWN;
        }
        int depth = folder.components.size();
        boolean below = root.equals(folder.root)
                && components.size() > depth
                && same(components.subList(0, depth), folder.components);
        return below ? Likeness.SAME : Likeness.DIFFERENT;
    }

    /** Returns the path of a file or folder directly in this one. */
    public WindowsPath child(String name) {
        return read(text + "\\" + name);
    }

    private static boolean same(List<String> some, List<String> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (!some.get(i).equalsIgnoreCase(others.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static String trimmed(String component) {
        int end = component.length();
        while (end > 0 && (component.charAt(end - 1) == '.' || component.charAt(end - 1) == ' ')) {
            end--;
        }
        return component.substring(0, end);
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("not a path that can be used: '" + text + "': " + why);
    }

    /** Returns it as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
