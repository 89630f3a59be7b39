using Moomken.Bot.Crash;

// A program to be killed, or to be measured. Each mode is a class; the tests start them by name.
return args switch
{
    ["store", var folder] => await StoreLoad.Run(folder),
    ["measure", var folder] => await StoreMeasure.Run(folder),
    ["measure-postgres", var connection] => await StoreMeasure.RunPostgres(connection),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("store FOLDER    writes until it is killed; prints the number of each work that was acknowledged");
    Console.Error.WriteLine("measure FOLDER  prints what the store does in a second on this machine");
    Console.Error.WriteLine("measure-postgres CONNECTION  the same in PostgreSQL");
    return 2;
}
