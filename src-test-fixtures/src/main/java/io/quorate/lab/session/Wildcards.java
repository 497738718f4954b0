package io.quorate.lab.session;

import java.util.regex.Pattern;

/** PowerShell's wildcard patterns: {@code *}, {@code ?}, {@code [a-z]}, a backtick escapes; case is ignored unless asked for. */
final class Wildcards {
    private Wildcards() {}

    static boolean has(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    static boolean matches(String pattern, String text, boolean caseSensitive) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int close = c == '[' ? pattern.indexOf(']', i + 1) : -1;
            if (c == '`' && i + 1 < pattern.length()) {
                regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
            } else if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (close > i + 1) {
                regex.append('[')
                        .append(pattern.substring(i + 1, close).replaceAll("([\\\\\\[^&])", "\\\\$1"))
                        .append(']');
                i = close;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        int flags = Pattern.DOTALL | (caseSensitive ? 0 : Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        return Pattern.compile(regex.toString(), flags).matcher(text).matches();
    }
}
