package io.quorate;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a builder is told about one endpoint. Use it inside the lambda only; not thread-safe. */
public final class EndpointSpec {
    @Nullable
    Credentials credentials;

    Trust trust = Trust.platform();
    final Map<String, URI> addresses = new LinkedHashMap<>();
    final Map<String, String> options = new LinkedHashMap<>();
    final List<SecondHop> secondHop = new ArrayList<>();

    @Nullable
    RetrySettings retry;

    @Nullable
    BreakerSettings breaker;

    @Nullable
    BulkheadSettings bulkhead;

    final Map<String, RetrySettings> hostRetry = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    final Map<String, BreakerSettings> hostBreaker = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    final Map<String, BulkheadSettings> hostBulkhead = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    EndpointSpec() {}

    /** Says who logs in. */
    public EndpointSpec credentials(Credentials value) {
        this.credentials = Objects.requireNonNull(value, "credentials");
        return this;
    }

    /** Says whom to believe to be the server; the platform's authorities by default. */
    public EndpointSpec trust(Trust value) {
        this.trust = Objects.requireNonNull(value, "trust");
        return this;
    }

    /** Gives one of the URI's hosts an explicit address, instead of the one its scheme makes of the name. */
    public EndpointSpec host(String name, URI address) {
        addresses.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(address, "address"));
        return this;
    }

    /** Sets what only this scheme knows. */
    public EndpointSpec option(String key, String value) {
        options.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return this;
    }

    /**
     * Says how commands may act on other machines than the host they are sent to, in place of what was said before; none by default. They are
     * tried in the order that {@link SecondHop} tells. WinRM alone knows such a thing.
     *
     * {@snippet file="io/quorate/samples/SecondHopWay.java" region="temporary"}
     */
    public EndpointSpec secondHop(SecondHop... ways) {
        secondHop.clear();
        secondHop.addAll(List.of(ways));
        return this;
    }

    /**
     * Names the session configuration that runs as another account, for commands that act on further machines: the same as
     * {@link SecondHop#configuration}, beside which others may be given.
     */
    public EndpointSpec delegatedConfiguration(String name) {
        return option("delegatedConfiguration", name);
    }

    /** Sets the endpoint's retry settings, instead of the builder's. */
    public EndpointSpec retry(RetrySettings value) {
        this.retry = Objects.requireNonNull(value, "retry");
        return this;
    }

    /** Sets one host's retry settings. */
    public EndpointSpec retry(String host, RetrySettings value) {
        hostRetry.put(Objects.requireNonNull(host, "host"), Objects.requireNonNull(value, "retry"));
        return this;
    }

    /** Sets the endpoint's breaker settings, instead of the builder's. */
    public EndpointSpec breaker(BreakerSettings value) {
        this.breaker = Objects.requireNonNull(value, "breaker");
        return this;
    }

    /** Sets one host's breaker settings. */
    public EndpointSpec breaker(String host, BreakerSettings value) {
        hostBreaker.put(Objects.requireNonNull(host, "host"), Objects.requireNonNull(value, "breaker"));
        return this;
    }

    /** Sets the endpoint's bulkhead settings, instead of the builder's. */
    public EndpointSpec bulkhead(BulkheadSettings value) {
        this.bulkhead = Objects.requireNonNull(value, "bulkhead");
        return this;
    }

    /** Sets one host's bulkhead settings. */
    public EndpointSpec bulkhead(String host, BulkheadSettings value) {
        hostBulkhead.put(Objects.requireNonNull(host, "host"), Objects.requireNonNull(value, "bulkhead"));
        return this;
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("credentials", credentials)
                .with("trust", trust)
                .with("addresses", addresses)
                .with("options", options)
                .with("secondHop", secondHop)
                .with("retry", retry)
                .with("breaker", breaker)
                .with("bulkhead", bulkhead)
                .with("hostRetry", hostRetry)
                .with("hostBreaker", hostBreaker)
                .with("hostBulkhead", hostBulkhead)
                .toString();
    }
}
