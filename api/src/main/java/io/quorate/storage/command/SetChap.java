package io.quorate.storage.command;

import io.quorate.Secret;
import io.quorate.san.ChapLogin;
import io.quorate.san.Iqn;
import io.quorate.spi.Confidential;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Foretold;
import io.quorate.spi.Target;
import io.quorate.storage.RemoteInitiator;
import io.quorate.storage.RemoteInitiators;
import java.util.List;
import java.util.Objects;

/**
 * Sets the CHAP name and secret of an initiator; makes it known if it is not. Done when they are set.
 *
 * @param iqn the initiator
 * @param login its name and secret
 * @param renew whether it is set although one is set already; a secret cannot be read
 * @see RemoteInitiators#setChap
 */
public record SetChap(Iqn iqn, ChapLogin login, boolean renew)
        implements ConvergingCommand<RemoteInitiator>, Confidential {
    public SetChap {
        Iqn.of(iqn.value());
        Objects.requireNonNull(login, "login");
    }

    @Override
    public List<Secret> secrets() {
        return List.of(login.secret());
    }

    @Override
    public String name() {
        return "storage.initiator.chap";
    }

    @Override
    public Target target() {
        return new Target("initiator", iqn.value());
    }

    @Override
    public RemoteInitiator rehearsed() {
        return new RemoteInitiator(iqn, login.user(), true);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.found(new GetInitiator(iqn), rehearsed()));
    }
}
