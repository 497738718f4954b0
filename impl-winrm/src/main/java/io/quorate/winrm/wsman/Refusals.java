package io.quorate.winrm.wsman;

import io.quorate.Span;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.auth.Challenge;
import io.quorate.winrm.auth.Login;
import io.quorate.winrm.auth.LoginScheme;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is said of a host that did not let us in: what it offers, what we tried and how far it came, how its clock goes, and what to look at. */
final class Refusals {
    /** A Date header is in whole seconds, and as old as the way is long. */
    private static final Duration NO_SKEW = Duration.ofSeconds(2);

    private Refusals() {}

    /**
     * @param login what was tried; null if nobody logged in
     * @param legs how many legs of it have gone
     */
    static Fault of(
            HttpCarrier carrier, HttpAnswer answer, @Nullable Login login, int legs, List<Challenge> challenges) {
        LoginScheme scheme = carrier.scheme();
        String offered = answer.schemes().stream()
                .map(header -> ReplyReader.bounded(header.strip().split("[ ,]", 2)[0], 40))
                .distinct()
                .limit(10)
                .collect(Collectors.joining(", "));
        Fault.Draft fault = Fault.lasting(ErrorKind.ACCESS_DENIED).answered().code("HTTP 401");
        String hint = login == null ? null : login.hint(challenges);
        Boolean own = login == null ? null : login.judged(challenges);
        boolean judged = own == null ? scheme.judged(challenges) : own;
        return (judged ? fault.refusingLogin() : fault)
                .hint(hint == null ? scheme.hint(challenges) : hint)
                .because(carrier.address() + " refused the login; it offers "
                        + (offered.isEmpty() ? "no way to log in" : offered)
                        + tried(login, legs)
                        + skew(answer.date(), carrier.now()));
    }

    private static String tried(@Nullable Login login, int legs) {
        String story = login == null ? "" : login.story();
        return story.isEmpty() ? "" : "; tried, up to leg " + legs + ": " + ReplyReader.bounded(story, 1000);
    }

    private static String skew(@Nullable String date, Instant now) {
        if (date == null) {
            return "";
        }
        try {
            Instant theirs = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration skew = Duration.between(now, theirs);
            return skew.abs().compareTo(NO_SKEW) <= 0
                    ? ""
                    : "; its clock is " + Span.words(skew.abs().truncatedTo(ChronoUnit.SECONDS)) + " "
                            + (skew.isNegative() ? "behind" : "ahead of") + " ours";
        } catch (DateTimeException | ArithmeticException e) {
            return "";
        }
    }
}
