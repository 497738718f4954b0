package io.quorate.directory;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.directory.command.GetComputer;
import io.quorate.directory.command.GrantFullControl;
import io.quorate.directory.command.PrestageComputer;
import io.quorate.directory.command.RemoveComputer;
import io.quorate.spi.Find;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The computer objects that clusters, their brokers and listeners take, as Microsoft's guide to prestaging has them: put there disabled and
 * protected from deletion before they are needed, with full control for whoever is to take them. Without them a cluster's own right to create
 * objects decides, and its lack shows late: when the broker or the listener does not come online.
 *
 * <p>Asked and changed on one controller, which the others hear from in time. Needs the right to create computer objects there. Rights and common
 * errors are those of {@link DirectoryClient}. Immutable and thread-safe.
 */
public final class DirectoryComputers {
    private final Calls calls;
    private final String controller;

    DirectoryComputers(Calls calls, String controller) {
        this.calls = Objects.requireNonNull(calls, "calls");
        this.controller = Objects.requireNonNull(controller, "controller");
    }

    /** Finds the object of a name. Changes nothing. */
    public Optional<ComputerObject> find(String name) {
        return calls.run(new Find<>(new GetComputer(controller, name)));
    }

    /** Has an object for a cluster's name, where the domain puts computers; see {@link #ensure(String, String, String)}. */
    public Ensured<ComputerObject> ensure(String name, String trustee) {
        return ensure(name, trustee, null);
    }

    /**
     * Has a computer object ready to be taken: there, protected from accidental deletion, and under the full control of an account. One that is
     * made is disabled, as the cluster that takes it wants it. For a cluster's own name the account is the one that will create the cluster; for a
     * broker's or a listener's it is the cluster's, {@code FC1$}.
     *
     * <p>Sends nothing if all is so. May be repeated; a lost answer is settled by reading back. An enabled object that is not under that account's
     * control may be a machine's: it is left alone.
     *
     * @param name the name to be taken, at most fifteen characters
     * @param trustee the account that is to take it, with or without a domain before it; a computer's ends in {@code $}
     * @param container the distinguished name of the container to make it in; null for the domain's own choice
     * @throws io.quorate.error.ConflictException if the name is another account's, or stands in another container
     * @throws io.quorate.error.NotFoundException if there is no such account
     */
    public Ensured<ComputerObject> ensure(String name, String trustee, @Nullable String container) {
        Ensured<ComputerObject> made = calls.ensure(new PrestageComputer(controller, name, container, trustee));
        Ensured<ComputerObject> granted = calls.ensure(new GrantFullControl(controller, name, trustee));
        return new Ensured<>(granted.value(), made.changed() || granted.changed());
    }

    /**
     * Removes a computer object that nobody took, its protection first ({@code Remove-ADComputer}). Already gone is fine. Refused while it is
     * enabled: then a cluster or a machine lives by it.
     *
     * @param object the object, as it was found
     * @param consent bound to its {@link ComputerObject#id}
     * @return whether it was there
     * @throws io.quorate.error.RejectedException if it is enabled
     */
    public boolean remove(ComputerObject object, @Nullable Consent consent) {
        return calls.give(Order.ensure(calls.endpoint(), new RemoveComputer(controller, object.name(), object.id()))
                        .with(consent))
                .changed();
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("endpoint", calls.endpoint())
                .with("controller", controller)
                .toString();
    }
}
