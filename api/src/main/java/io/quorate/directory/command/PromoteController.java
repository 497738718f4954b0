package io.quorate.directory.command;

import io.quorate.Secret;
import io.quorate.directory.Promotion;
import io.quorate.directory.PromotionSpec;
import io.quorate.host.command.GetBoot;
import io.quorate.spi.Confidential;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.HostCommand;
import io.quorate.spi.Target;
import java.time.Duration;
import java.util.List;

/**
 * Promotes a host to a further controller of a domain. Done when it is one, or will be after its next start. Never restarts the host. Refused
 * where the endpoint's own account is a local one, and on a node of a cluster.
 *
 * @param host the host, as the endpoint names it
 * @param spec what it is made with
 * @see io.quorate.directory.DirectoryClient#ensureController
 */
public record PromoteController(String host, PromotionSpec spec)
        implements GuardedCommand<Promotion>, Destructive, Confidential, HostCommand<Promotion> {
    public PromoteController {
        DirectoryInputs.checkHost(host);
        if (spec.isLocalTo(host)) {
            throw new IllegalArgumentException("the account " + spec.user() + " is one of " + host
                    + " itself, which promotion abolishes: give one of the domain");
        }
    }

    @Override
    public String identity() {
        return host;
    }

    @Override
    public List<Secret> secrets() {
        return List.of(spec.password(), spec.safeMode());
    }

    @Override
    public String name() {
        return "directory.controller.promote";
    }

    @Override
    public Target target() {
        return DirectoryInputs.machine(host);
    }

    @Override
    public Duration deadline() {
        return Duration.ofHours(1);
    }

    @Override
    public Promotion rehearsed() {
        return new Promotion(host, spec.domain(), Promotion.State.RESTART_PENDING, false, false);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.found(new GetPromotion(host), rehearsed()), Foretold.unchanged(new GetBoot(host)));
    }
}
