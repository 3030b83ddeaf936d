// The "@/..." alias of tsconfig.json, in the form dependency-cruiser's resolver reads.
const path = require("node:path");

module.exports = { resolve: { alias: { "@": path.resolve(__dirname, "..") } } };
