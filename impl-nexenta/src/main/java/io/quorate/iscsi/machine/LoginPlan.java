package io.quorate.iscsi.machine;

import io.quorate.Credentials;
import io.quorate.san.Iqn;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a login wants. Prints no secret.
 *
 * @param target null for discovery
 * @param chap null logs in without
 * @param isid our half of the session's id
 * @param taskTag the tag of the login's requests
 * @param cmdSn the number of the first command
 * @param challenge what the target must answer in mutual CHAP, drawn at random; not used otherwise
 * @param identifier the identifier of that challenge
 * @param issued tells whether we sent a challenge ourselves: a target that sends it back wants us to answer it
 */
public record LoginPlan(
        Iqn initiator,
        @Nullable Iqn target,
        Credentials.@Nullable Chap chap,
        boolean headerDigest,
        boolean dataDigest,
        long isid,
        int taskTag,
        int cmdSn,
        byte[] challenge,
        int identifier,
        Predicate<byte[]> issued) {
    public LoginPlan {
        Objects.requireNonNull(initiator, "initiator");
        if (chap != null && (chap.user().isEmpty() || chap.user().length() > 255)) {
            throw new IllegalArgumentException("a CHAP name has 1 to 255 characters");
        }
    }
}
