package io.quorate.directory;

import io.quorate.Secret;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a further domain controller is made with.
 *
 * @param domain the domain's DNS name
 * @param user an administrator of that domain, {@code DOMAIN\\user} or {@code user@domain}: a local account will not do, for another
 *     controller has to let it in
 * @param password that account's password
 * @param safeMode the password of the directory services restore mode, which stands on the new controller alone
 * @param source the DNS name of the controller to copy the directory from; null to leave that to Windows
 * @param site its site; null for the one its address belongs to
 */
public record PromotionSpec(
        String domain,
        String user,
        Secret password,
        Secret safeMode,
        @Nullable String source,
        @Nullable String site) {
    private static final Pattern DOMAIN_NAME =
            Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N}_-]{0,62}(\\.[\\p{L}\\p{N}_][\\p{L}\\p{N}_-]{0,62}){0,30}");
    private static final Pattern DOMAIN_USER =
            Pattern.compile("[^\\\\@/\\p{Cntrl}. ][^\\\\@/\\p{Cntrl}]{0,254}\\\\[^\\\\@/\\p{Cntrl}]{1,104}"
                    + "|[^\\\\@/\\p{Cntrl}]{1,104}@[^\\\\@/\\p{Cntrl}]{1,255}");

    public PromotionSpec {
        if (!DOMAIN_NAME.matcher(domain).matches()) {
            throw new IllegalArgumentException("not the DNS name of a domain: '" + domain + "'");
        }
        if (!DOMAIN_USER.matcher(user).matches()) {
            throw new IllegalArgumentException("give an account of the domain, DOMAIN\\user or user@domain: '" + user
                    + "' may be a local one, which promotion abolishes and no other controller knows");
        }
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(safeMode, "safeMode");
        if (source != null && !DOMAIN_NAME.matcher(source).matches()) {
            throw new IllegalArgumentException("not the DNS name of a controller: '" + source + "'");
        }
        if (site != null && site.isBlank()) {
            throw new IllegalArgumentException("a site has a name");
        }
    }

    /** Makes one that leaves source and site to Windows. */
    public static PromotionSpec of(String domain, String user, Secret password, Secret safeMode) {
        return new PromotionSpec(domain, user, password, safeMode, null, null);
    }

    /** Returns it with the controller to copy from. */
    public PromotionSpec from(String controller) {
        return new PromotionSpec(domain, user, password, safeMode, controller, site);
    }

    /** Returns it with its site. */
    public PromotionSpec at(String where) {
        return new PromotionSpec(domain, user, password, safeMode, source, where);
    }

    /** Tells whether the account is one of the machine of that name, and no domain's. */
    public boolean isLocalTo(String host) {
        int backslash = user.indexOf('\\');
        return backslash > 0 && user.substring(0, backslash).equalsIgnoreCase(host.split("\\.", 2)[0]);
    }
}
