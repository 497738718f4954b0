package io.quorate.winrm.recipe.vm;

import io.quorate.vm.command.ListPossibleOwners;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.ReadingRecipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Reads the possible owners of a machine's resources with {@code Get-ClusterOwnerNode}. Which owner is of which resource does not arrive: a node that
 * is told as often as there are resources is one of each.
 */
final class ListPossibleOwnersRecipe implements ReadingRecipe<ListPossibleOwners, List<String>> {
    private static final String RESOURCE_MARK = "ResourceType";
    private static final String NODE_MARK = "NodeName";

    @Override
    public Class<ListPossibleOwners> handles() {
        return ListPossibleOwners.class;
    }

    private static Line resources(UUID machine) {
        return Cmdlet.GET_CLUSTER_RESOURCE.line().with("VMId", machine);
    }

    private static PsPipeline message(UUID machine) {
        return Line.message(
                resources(machine).select(List.of("Name", RESOURCE_MARK)),
                Line.statement(
                        resources(machine),
                        Cmdlet.GET_CLUSTER_OWNER_NODE.line(),
                        Cmdlet.SELECT_OBJECT.line().with("ExpandProperty", "OwnerNodes"),
                        Cmdlet.SELECT_OBJECT.line().with("Property", List.of("Name", NODE_MARK))));
    }

    @Override
    public List<String> run(ListPossibleOwners command, WindowsHost host) {
        int resources = 0;
        Map<String, List<String>> told = new LinkedHashMap<>();
        for (PsValue value : host.powerShell().run(message(command.machine()))) {
            if (value instanceof PsObject object && object.property(RESOURCE_MARK) != null) {
                resources++;
            } else {
                String name = Decode.of(value, "owner").text("Name");
                told.computeIfAbsent(name.toUpperCase(Locale.ROOT), any -> new ArrayList<>())
                        .add(name);
            }
        }
        if (resources == 0) {
            throw Decode.badReply("the cluster names no resource of the virtual machine, so its owners prove nothing");
        }
        int all = resources;
        return told.values().stream()
                .filter(times -> times.size() == all)
                .map(times -> times.get(0))
                .toList();
    }
}
