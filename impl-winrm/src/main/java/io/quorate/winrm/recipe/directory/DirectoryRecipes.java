package io.quorate.winrm.recipe.directory;

import io.quorate.directory.command.GetDomainView;
import io.quorate.directory.command.GetPromotion;
import io.quorate.directory.command.ListControllers;
import io.quorate.directory.command.ListDnsInterfaces;
import io.quorate.directory.command.ListServiceNames;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.Reading;
import io.quorate.winrm.recipe.Recipe;
import java.util.List;

/** The recipes of this package. */
public final class DirectoryRecipes {
    private DirectoryRecipes() {}

    /** Returns all of them. */
    public static List<Recipe<?, ?>> all() {
        return List.of(
                new Reading<>(
                        ListDnsInterfaces.class,
                        DnsReads.interfaces(),
                        (command, output) -> DnsReads.interfaces(command.host(), output)),
                new AskDnsRecipe(),
                new SetDnsServersRecipe(),
                new SetDnsRegistrationRecipe(),
                new Reading<>(
                        GetDomainView.class,
                        ViewReads.message(),
                        (command, output) -> ViewReads.view(command.host(), output)),
                new Reading<>(
                        ListControllers.class,
                        Line.message(ReplicationReads.controllers()),
                        (command, output) -> ReplicationReads.controllers(output)),
                new GetReplicationRecipe(),
                new Reading<>(
                        GetPromotion.class,
                        PromotionReads.message(false),
                        (command, output) ->
                                PromotionReads.read(command.host(), output).promotion()),
                new PromoteControllerRecipe(),
                new GetComputerRecipe(),
                new PrestageComputerRecipe(),
                new GrantFullControlRecipe(),
                new RemoveComputerRecipe(),
                new AddServiceNameRecipe(),
                new RemoveServiceNameRecipe(),
                new Reading<>(
                        ListServiceNames.class,
                        Line.message(NameReads.accounts()),
                        (command, output) -> NameReads.accounts(output)));
    }
}
