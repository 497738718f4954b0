package io.quorate.winrm.recipe.host;

import io.quorate.san.Portal;
import java.util.Locale;
import okhttp3.HttpUrl;

/** Compares addresses as machines do: one IPv6 address has many spellings. Asks no name service. */
final class Addresses {
    private Addresses() {}

    static boolean same(Portal one, Portal other) {
        return one.port() == other.port() && same(one.address(), other.address());
    }

    static boolean same(String one, String other) {
        return canonical(one).equals(canonical(other));
    }

    private static String canonical(String address) {
        String text = address.toLowerCase(Locale.ROOT);
        if (!text.matches("[0-9a-f:.]*:[0-9a-f:.]*")) {
            return text;
        }
        HttpUrl url = HttpUrl.parse("http://[" + text + "]/");
        return url == null ? text : url.host();
    }
}
