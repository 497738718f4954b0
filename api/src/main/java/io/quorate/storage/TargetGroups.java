package io.quorate.storage;

import io.quorate.Consent;
import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.call.Ensured;
import io.quorate.san.Iqn;
import io.quorate.spi.Find;
import io.quorate.storage.command.AddMembers;
import io.quorate.storage.command.CreateGroup;
import io.quorate.storage.command.GetGroup;
import io.quorate.storage.command.ListGroups;
import io.quorate.storage.command.Page;
import io.quorate.storage.command.RemoveGroup;
import io.quorate.storage.command.SetGroup;
import io.quorate.storage.command.StorageGroup;
import io.quorate.storage.command.WidenGroup;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The target groups. Deadlines, rights and common errors are those of {@link StorageClient}. Immutable
 * and thread-safe.
 */
public final class TargetGroups {
    private final Calls calls;

    TargetGroups(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Lists them. Changes nothing. */
    public List<TargetGroup> list() {
        return Pages.stream(calls, at -> new ListGroups(StorageGroup.Kind.TARGET, at, Page.LIMIT), StorageGroup::name)
                .map(TargetGroups::own)
                .toList();
    }

    /** Reads one; empty after a look without it. Changes nothing. */
    public Optional<TargetGroup> find(String name) {
        return calls.run(new Find<>(new GetGroup(StorageGroup.Kind.TARGET, name)))
                .map(TargetGroups::own);
    }

    /**
     * Reads one. Changes nothing.
     *
     * @throws io.quorate.error.NotFoundException after a look without it
     */
    public TargetGroup get(String name) {
        return own(calls.run(new GetGroup(StorageGroup.Kind.TARGET, name)));
    }

    /**
     * Creates one. A lost answer is settled by reading back.
     *
     * @param members its targets
     * @throws io.quorate.error.ConflictException if there is one of that name
     * @throws io.quorate.error.OutcomeUnknownException if the answer was lost and reading back could not settle it
     */
    public TargetGroup create(String name, Set<Iqn> members) {
        return own(calls.run(new CreateGroup(StorageGroup.Kind.TARGET, name, members)));
    }

    /**
     * Sets its members, all of them. Who is left out loses what is mapped to the group; who stays goes back as the appliance spells it.
     * May be repeated.
     *
     * @param members all its targets
     * @param consent bound to the group's name if somebody is left out; null if nobody is meant to be
     * @return it as read back
     * @throws io.quorate.error.ConsentRequiredException if somebody would be left out without a consent for the group
     * @throws io.quorate.error.ConflictException if somebody else changed the members meanwhile: one that was added would be left out
     * @throws io.quorate.error.NotFoundException if it is not there
     */
    public TargetGroup update(String name, Set<Iqn> members, @Nullable Consent consent) {
        Set<Iqn> there = get(name).members();
        // Who is a member already may have whatever name; who is new, one that is an iSCSI name.
        members.stream().filter(member -> !there.contains(member)).forEach(member -> Iqn.of(member.value()));
        boolean narrows = !members.containsAll(there);
        return narrows
                ? own(calls.run(new SetGroup(StorageGroup.Kind.TARGET, name, members), consent))
                : own(calls.run(new WidenGroup(StorageGroup.Kind.TARGET, name, members)));
    }

    /**
     * Adds members, whoever else is in it: nobody needs to know the others, and two that add at once both succeed. The appliance only takes
     * whole lists, so it is looked at afterwards whether all are there, and done again if somebody else wrote his list meanwhile. May be
     * repeated.
     *
     * @param members the targets that are added
     * @return it as read back, and whether somebody was added
     * @throws io.quorate.error.ConflictException if others change it again and again
     * @throws io.quorate.error.NotFoundException if it is not there
     */
    public Ensured<TargetGroup> add(String name, Set<Iqn> members) {
        Ensured<StorageGroup> added = calls.ensure(new AddMembers(StorageGroup.Kind.TARGET, name, members));
        return new Ensured<>(own(added.value()), added.changed());
    }

    /**
     * Removes one that no LUN mapping names. May be repeated; already gone is fine.
     *
     * @throws io.quorate.error.ConflictException while a mapping names it
     */
    public void remove(String name) {
        calls.run(new RemoveGroup(StorageGroup.Kind.TARGET, name));
    }

    private static TargetGroup own(StorageGroup group) {
        return new TargetGroup(group.name(), group.members());
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
