package io.quorate.sql.command;

import io.quorate.spi.Foretold;
import io.quorate.sql.EndpointState;
import io.quorate.sql.MirroringEndpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What instances tell once a command is done, as a rehearsal answers it. */
final class Afterwards {
    private Afterwards() {}

    /** One instance tells something else. */
    static List<Foretold<?>> at(String host, Consumer<InventoryEdit> changes) {
        return List.of(Foretold.each(GetInventory.class, get -> get.host().equalsIgnoreCase(host))
                .changed(before -> InventoryEdit.of(before, changes)));
    }

    /** Every instance tells something else. */
    static List<Foretold<?>> everywhere(Consumer<InventoryEdit> changes) {
        return List.of(
                Foretold.each(GetInventory.class, get -> true).changed(before -> InventoryEdit.of(before, changes)));
    }

    /** Who has the group tells something else of it. */
    static List<Foretold<?>> of(String group, Consumer<GroupEdit> changes) {
        return everywhere(edit -> edit.group(group, changes));
    }

    /** Who has the group tells something else of the replica that is at a host. */
    static List<Foretold<?>> of(String group, String host, BiConsumer<GroupEdit, String> changes) {
        return everywhere(edit -> edit.group(
                group,
                it -> (edit.at(host) && it.replica(edit.server()).isPresent()
                                ? java.util.Optional.of(edit.server())
                                : it.serverAt(host))
                        .ifPresent(server -> changes.accept(it, server))));
    }

    /** Nobody tells anything else: it shows in no view, or rests as it is. */
    static List<Foretold<?>> same() {
        return List.of(Foretold.each(GetInventory.class, get -> true).unchanged());
    }

    static List<Foretold<?>> endpoint(String host, EndpointDefinition wanted) {
        return at(host, edit -> {
            MirroringEndpoint there = edit.endpoint;
            MirroringEndpoint made = Rehearsed.endpoint(wanted, there == null ? EndpointState.STARTED : there.state());
            edit.endpoint = there == null ? made : granted(made, there.mayConnect());
        });
    }

    static MirroringEndpoint granted(MirroringEndpoint one, List<String> mayConnect) {
        return new MirroringEndpoint(
                one.name(),
                one.port(),
                one.state(),
                one.role(),
                one.encryption(),
                one.algorithm(),
                one.authentication(),
                one.certificate(),
                one.owner(),
                mayConnect);
    }

    static List<String> with(List<String> some, String more) {
        if (some.stream().anyMatch(more::equalsIgnoreCase)) {
            return some;
        }
        List<String> all = new ArrayList<>(some);
        all.add(more);
        return all;
    }

    static MirroringEndpoint showing(String certificate, MirroringEndpoint one) {
        return new MirroringEndpoint(
                one.name(),
                one.port(),
                one.state(),
                one.role(),
                one.encryption(),
                one.algorithm(),
                one.authentication(),
                certificate,
                one.owner(),
                one.mayConnect());
    }

    static MirroringEndpoint in(EndpointState state, MirroringEndpoint one) {
        return new MirroringEndpoint(
                one.name(),
                one.port(),
                state,
                one.role(),
                one.encryption(),
                one.algorithm(),
                one.authentication(),
                one.certificate(),
                one.owner(),
                one.mayConnect());
    }

    /** A group shows at its primary, and at those who are to join it, as not joined. */
    static List<Foretold<?>> created(CreateGroup wanted) {
        return everywhere(edit -> {
            boolean first = edit.at(wanted.host());
            String primary = wanted.replicas().get(0).server();
            boolean named =
                    wanted.replicas().stream().anyMatch(one -> one.server().equalsIgnoreCase(edit.server()));
            if (!first && !named) {
                return;
            }
            edit.add(Rehearsed.group(wanted));
            edit.group(wanted.group(), it -> {
                wanted.replicas().forEach(one -> it.addReplica(Rehearsed.replica(one)));
                it.lead(first ? edit.server() : primary);
                wanted.databases().forEach(it::addDatabase);
            });
        });
    }

    /** @param forced whether the others rest until somebody resumes them */
    static List<Foretold<?>> failedOver(String group, String host, boolean forced) {
        return everywhere(edit -> edit.group(group, it -> {
            if (it.distributed()) {
                if (edit.at(host)) {
                    it.localRole(io.quorate.sql.ReplicaRole.PRIMARY);
                }
            } else {
                it.lead(edit.at(host) ? edit.server() : it.serverAt(host).orElse(null));
                if (forced) {
                    it.restOthers("SUSPEND_FROM_PARTNER");
                }
            }
        }));
    }
}
