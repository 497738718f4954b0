package io.quorate.winrm.recipe.directory;

import io.quorate.directory.ComputerObject;
import io.quorate.directory.command.GetComputer;
import io.quorate.spi.FindingHandler;
import io.quorate.winrm.recipe.Answers;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.WindowsHost;
import java.util.Optional;

/** Reads a computer object. */
final class GetComputerRecipe
        implements Recipe<GetComputer, ComputerObject>, FindingHandler<GetComputer, ComputerObject, WindowsHost> {
    @Override
    public Class<GetComputer> handles() {
        return GetComputer.class;
    }

    @Override
    public Optional<ComputerObject> find(GetComputer command, WindowsHost host) {
        String name = command.computer();
        return ComputerReads.find(name, host.powerShell().run(Line.message(ComputerReads.object(name))));
    }

    @Override
    public ComputerObject run(GetComputer command, WindowsHost host) {
        return find(command, host)
                .orElseThrow(() -> Answers.notFound("the directory has no computer object " + command.computer()));
    }
}
