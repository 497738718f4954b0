package io.quorate.doctor;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a host shows to whoever knocks, before anybody logs in.
 *
 * @param address host and port
 * @param secure whether it is TLS
 * @param certificate what the host showed; null without TLS
 * @param untrusted why the host cannot prove by it who it is; null if it can, or there is no TLS
 * @param offered the log-ins it offers, as it spells them; empty where it was not asked, or offers none
 */
public record Entrance(
        String address,
        boolean secure,
        @Nullable ServerCertificate certificate,
        @Nullable String untrusted,
        List<String> offered) {
    public Entrance {
        Objects.requireNonNull(address, "address");
        offered = List.copyOf(offered);
    }
}
