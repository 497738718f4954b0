package io.quorate.lab.winrm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The two scripts with which winrmcp ends an upload: one decodes the Base64 lines of a temporary file into the file that was meant, the
 * other deletes the temporary file. They are programs, not literal pipelines, so they are known by their text: its SHA-256, with the paths
 * left out and each run of blanks as one. Nothing else that is no literal is understood, not even if it means the same.
 */
final class WinrmcpScripts {
    private static final String RESTORE = "a8ee62b2eb67f5ab64544ecae84cc81dab8a3c095183892283bb97be6fb6c932";
    private static final String CLEAN_UP = "737278157382e393e98b713a38358a9452a33f295920b2d6d19c775e02863e2c";

    private static final Pattern PATH = Pattern.compile("GetFullPath\\(\"([^\"]*)\"");
    private static final Pattern VARIABLE = Pattern.compile("\\$env:([A-Za-z_][A-Za-z0-9_]*)");
    /** No script of winrmcp is nearly as long. */
    private static final int MOST = 8192;

    private WinrmcpScripts() {}

    /** Returns what the text does if it is one of the scripts, else null. */
    static @Nullable WinrsProgram find(String text) {
        if (text.length() > MOST) {
            return null;
        }
        Matcher path = PATH.matcher(text);
        List<String> paths = path.results().map(r -> r.group(1)).toList();
        String form =
                path.replaceAll("GetFullPath(\"%s\"").replaceAll("\\s+", " ").strip();
        return switch (digest(form)) {
            case RESTORE -> console -> restore(console, paths.get(0), paths.get(1));
            case CLEAN_UP ->
                console -> {
                    String full = path(console, paths.get(0));
                    if (full == null) {
                        return unknownPath(console);
                    }
                    console.files().delete(full);
                    return 0;
                };
            default -> null;
        };
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text between double quotes may name variables of the environment, and between single quotes inside them stands a path with blanks. */
    private static @Nullable String path(WinrsConsole console, String quoted) {
        Matcher variable = VARIABLE.matcher(quoted);
        StringBuilder text = new StringBuilder();
        while (variable.find()) {
            variable.appendReplacement(
                    text, Matcher.quoteReplacement(console.environment().getOrDefault(variable.group(1), "")));
        }
        variable.appendTail(text);
        String expanded = text.toString();
        return expanded.indexOf('$') >= 0 || expanded.indexOf('`') >= 0
                ? null
                : console.path(expanded.replaceAll("^'+|'+$", ""));
    }

    private static int unknownPath(WinrsConsole console) {
        console.notSimulated("such a path in a script of winrmcp");
        return 1;
    }

    private static int restore(WinrsConsole console, String from, String to) {
        String temporary = path(console, from);
        String target = path(console, to);
        if (temporary == null || target == null) {
            return unknownPath(console);
        }
        HostFiles files = console.files();
        if (files.isFolder(target)) {
            return 1;
        }
        files.createFolder(HostFiles.parent(target));
        byte[] lines = files.read(temporary);
        // "echo $null > file" leaves the mark of UTF-16
        byte[] whole = lines == null ? new byte[] {(byte) 0xFF, (byte) 0xFE} : decoded(lines);
        if (whole == null) {
            console.err("Exception calling \"FromBase64String\" with \"1\" argument(s)\r\n");
            return 1;
        }
        if (!files.write(target, whole, false)) {
            console.err("There is not enough space on the disk.\r\n");
            return 1;
        }
        return 0;
    }

    private static byte @Nullable [] decoded(byte[] lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String line : new String(lines, StandardCharsets.UTF_8).split("\r?\n")) {
            try {
                out.writeBytes(Base64.getDecoder().decode(line.replaceAll("[ \t\r]", "")));
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        return out.toByteArray();
    }
}
