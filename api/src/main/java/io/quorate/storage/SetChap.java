package io.quorate.storage;

import io.quorate.Secret;
import io.quorate.spi.Command;
import io.quorate.spi.Confidential;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.util.List;
import java.util.Objects;

/**
 * Sets the CHAP name and secret of an initiator; makes it known if it is not. Done when they are set.
 *
 * @param iqn the initiator
 * @param login its name and secret
 * @see RemoteInitiators#setChap
 */
public record SetChap(Iqn iqn, ChapLogin login) implements Command<RemoteInitiator>, Confidential {
    public SetChap {
        Objects.requireNonNull(iqn, "iqn");
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
    public Safety safety() {
        return Safety.CONVERGE;
    }

    @Override
    public RemoteInitiator rehearsed() {
        return new RemoteInitiator(iqn, login.user(), true);
    }
}
